"""Trainings: kept in the catalogue, given to people or by themselves, done, confirmed, and due again."""

from salesbot.services.courses.keeping import add_course, course_of, enrol, finish, retire_course
from salesbot.services.courses.listing import (
    CourseSeen,
    CoursesListed,
    EnrolmentSeen,
    courses_listed,
    own_trainings,
)
from salesbot.services.courses.standing import give_by_themselves, give_from_now_on
from salesbot.services.courses.telling import training_told

__all__ = [
    "CourseSeen",
    "CoursesListed",
    "EnrolmentSeen",
    "add_course",
    "course_of",
    "courses_listed",
    "enrol",
    "finish",
    "give_by_themselves",
    "give_from_now_on",
    "own_trainings",
    "retire_course",
    "training_told",
]
