// What Slack sends to a bot, by Slack's own types; schemas.mjs makes JSON Schemas of them.
import type {
  BlockAction,
  BlockSuggestion,
  ButtonAction,
  EnvelopedEvent,
  GlobalShortcut,
  MessageShortcut,
  SlashCommand,
  ViewClosedAction,
  ViewSubmitAction,
} from "@slack/bolt";
import type {
  AppHomeOpenedEvent,
  AppMentionEvent,
  FunctionExecutedEvent,
  GenericMessageEvent,
  MemberJoinedChannelEvent,
  MessageChangedEvent,
  MessageDeletedEvent,
  ReactionAddedEvent,
  TeamJoinEvent,
  UserChangeEvent,
} from "@slack/types";

export type slash_command = SlashCommand;
export type block_actions = BlockAction<ButtonAction>;
export type view_submission = ViewSubmitAction;
export type view_closed = ViewClosedAction;
export type shortcut = GlobalShortcut;
export type message_action = MessageShortcut;
export type block_suggestion = BlockSuggestion;
export type app_home_opened = EnvelopedEvent<AppHomeOpenedEvent>;
export type app_mention = EnvelopedEvent<AppMentionEvent>;
export type message = EnvelopedEvent<GenericMessageEvent>;
export type message_changed = EnvelopedEvent<MessageChangedEvent>;
export type message_deleted = EnvelopedEvent<MessageDeletedEvent>;
export type member_joined_channel = EnvelopedEvent<MemberJoinedChannelEvent>;
export type reaction_added = EnvelopedEvent<ReactionAddedEvent>;
export type team_join = EnvelopedEvent<TeamJoinEvent>;
export type user_change = EnvelopedEvent<UserChangeEvent>;
export type function_executed = EnvelopedEvent<FunctionExecutedEvent>;
