"""Alerts: what began since somebody was last told, for who leads the people concerned and where an admin sends it."""

from salesbot.services.alerting.routed import ROUTE_IS_EMPTY, channel_alerts
from salesbot.services.alerting.told import Alerted, Alerts
from salesbot.services.alerting.wished import alerts_of

__all__ = ["ROUTE_IS_EMPTY", "Alerted", "Alerts", "alerts_of", "channel_alerts"]
