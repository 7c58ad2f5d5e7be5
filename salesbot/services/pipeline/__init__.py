"""The pipeline: open deals by stage, what is stale and what slipped, and how far it covers what is still to win."""

from salesbot.services.pipeline.shown import Looked, OpenLine, PipelineShown, may_look, pipeline_shown

__all__ = ["Looked", "OpenLine", "PipelineShown", "may_look", "pipeline_shown"]
