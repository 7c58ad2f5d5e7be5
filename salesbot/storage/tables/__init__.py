"""The tables. `workspace_id` leads every key, so that no row can be read without saying whose it is."""

from salesbot.storage.tables.absences import Absence, DayOff, Workload
from salesbot.storage.tables.accounts import Account, Label, LostReason, Pipeline, Stage
from salesbot.storage.tables.announcements import Announcement
from salesbot.storage.tables.caring import Activity, ActivityKind, FollowUp, Training
from salesbot.storage.tables.cases import TroubleCase
from salesbot.storage.tables.costs import Cost
from salesbot.storage.tables.courses import Course, Enrolment
from salesbot.storage.tables.deals import (
    Credit,
    Deal,
    DealEntry,
    DealLine,
    DealReason,
    DealShare,
    Rate,
    Remark,
)
from salesbot.storage.tables.estimates import Assumption, Estimate
from salesbot.storage.tables.goals import Goal, GoalComment, GoalNotice, GoalProposal
from salesbot.storage.tables.installations import Installation, InstallState
from salesbot.storage.tables.messages import MessageChoice, Snooze
from salesbot.storage.tables.orders import Department, OrderStep, SalesOrder
from salesbot.storage.tables.pay import CreditMonth, Dispute, DisputeAnswer, MonthClosing, Statement
from salesbot.storage.tables.people import Assignment, Person, PersonRole, Team
from salesbot.storage.tables.plans import SavedPlan
from salesbot.storage.tables.playbook import Play, PlayNotice, PlayVersion
from salesbot.storage.tables.praise import Feat, Kudos, TeamPraise
from salesbot.storage.tables.records import AuditRecord, DeliveryKey, Draft, ImportBatch, ImportWord
from salesbot.storage.tables.relationships import AccountTerritory, AccountWord, Contact, Territory
from salesbot.storage.tables.rewards import BadgeGrant, PointEntry, Reward, RewardBudget, RewardRequest
from salesbot.storage.tables.staffing import Seat, SeatStep
from salesbot.storage.tables.talks import Talk, TalkAction, TalkNote, TalkPoint
from salesbot.storage.tables.webhooks import Webhook, WebhookCall
from salesbot.storage.tables.works import WorksConsent
from salesbot.storage.tables.workspaces import SetupCode, Workspace

APPEND_ONLY = (
    "point_entry",
    "deal_entry",
    "deal_share",
    "deal_line",
    "deal_reason",
    "credit",
    "assignment",
    "goal",
    "rate",
    "cost",
    "audit_record",
    "month_closing",
    "dispute",
    "dispute_answer",
    "estimate",
    "saved_plan",
    "sales_order",
    "order_step",
)
"""Tables of which the database refuses every UPDATE and DELETE: a correction is a new row."""

NUMBERED = (
    "person",
    "team",
    "assignment",
    "account",
    "label",
    "stage",
    "lost_reason",
    "pipeline",
    "deal",
    "deal_entry",
    "credit",
    "remark",
    "rate",
    "cost",
    "goal",
    "audit_record",
    "draft",
    "import_batch",
    "absence",
    "day_off",
    "workload",
    "follow_up",
    "activity_kind",
    "activity",
    "contact",
    "account_word",
    "territory",
    "training_given",
    "account_territory",
    "dispute",
    "month_closing",
    "statement",
    "goal_proposal",
    "goal_comment",
    "estimate",
    "assumption",
    "webhook",
    "saved_plan",
    "sales_order",
    "order_step",
    "seat",
    "seat_step",
    "kudos",
    "trouble_case",
    "point_entry",
    "badge_grant",
    "reward",
    "reward_request",
    "talk",
    "talk_point",
    "talk_note",
    "talk_action",
    "play",
    "play_version",
    "course",
    "enrolment",
)
"""Tables whose rows carry a number of their own within the workspace."""

__all__ = [
    "APPEND_ONLY",
    "NUMBERED",
    "Absence",
    "Account",
    "AccountTerritory",
    "AccountWord",
    "Activity",
    "ActivityKind",
    "Announcement",
    "Assignment",
    "Assumption",
    "AuditRecord",
    "BadgeGrant",
    "Contact",
    "Cost",
    "Course",
    "Credit",
    "CreditMonth",
    "DayOff",
    "Deal",
    "DealEntry",
    "DealLine",
    "DealReason",
    "DealShare",
    "DeliveryKey",
    "Department",
    "Dispute",
    "DisputeAnswer",
    "Draft",
    "Enrolment",
    "Estimate",
    "Feat",
    "FollowUp",
    "Goal",
    "GoalComment",
    "GoalNotice",
    "GoalProposal",
    "ImportBatch",
    "ImportWord",
    "InstallState",
    "Installation",
    "Kudos",
    "Label",
    "LostReason",
    "MessageChoice",
    "MonthClosing",
    "OrderStep",
    "Person",
    "PersonRole",
    "Pipeline",
    "Play",
    "PlayNotice",
    "PlayVersion",
    "PointEntry",
    "Rate",
    "Remark",
    "Reward",
    "RewardBudget",
    "RewardRequest",
    "SalesOrder",
    "SavedPlan",
    "Seat",
    "SeatStep",
    "SetupCode",
    "Snooze",
    "Stage",
    "Statement",
    "Talk",
    "TalkAction",
    "TalkNote",
    "TalkPoint",
    "Team",
    "TeamPraise",
    "Territory",
    "Training",
    "TroubleCase",
    "Webhook",
    "WebhookCall",
    "Workload",
    "WorksConsent",
    "Workspace",
]
