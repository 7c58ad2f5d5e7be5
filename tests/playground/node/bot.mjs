// A small bot on Slack's Node client; tells each thing it hears as a line of JSON.
import bolt from "@slack/bolt";

const form = {
  type: "modal",
  callback_id: "deal",
  title: { type: "plain_text", text: "Log a deal" },
  submit: { type: "plain_text", text: "Save" },
  private_metadata: "deal:7",
  blocks: ["account", "amount"].map((name) => ({
    type: "input",
    block_id: name,
    optional: name === "amount",
    label: { type: "plain_text", text: name },
    element: {
      type: "plain_text_input",
      action_id: name,
      ...(name === "account" ? { initial_value: "Acme" } : {}),
    },
  })),
};
const receipt = [
  { type: "section", text: { type: "plain_text", text: "Acme, 12,500 EUR" } },
  {
    type: "actions",
    block_id: "after",
    elements: [{ type: "button", action_id: "edit", text: { type: "plain_text", text: "Edit" }, value: "deal:7" }],
  },
];
const home = { type: "home", blocks: [{ type: "header", text: { type: "plain_text", text: "Your month" } }] };

const app = new bolt.App({
  token: process.env.BOT_TOKEN,
  appToken: process.env.APP_TOKEN,
  socketMode: true,
  clientOptions: { slackApiUrl: process.env.API_URL },
  logLevel: "error",
});
const tell = (what, body) => console.log(JSON.stringify({ what, body }));

app.command("/log-deal", async ({ ack, body }) => {
  tell("command", body);
  await ack({ text: "Acme, 12,500 EUR", blocks: receipt });
});
app.action("edit", async ({ ack, body, client }) => {
  tell("click", body);
  await client.views.open({ trigger_id: body.trigger_id, view: form });
  await ack();
});
app.view("deal", async ({ ack, body, view }) => {
  tell("submission", body);
  const amount = view.state.values.amount.amount.value;
  await ack(amount ? undefined : { response_action: "errors", errors: { amount: "How much is it?" } });
});
app.event("app_home_opened", async ({ event, body, client }) => {
  tell("event", body);
  await client.views.publish({ user_id: event.user, view: home });
});

await app.start();
tell("ready", {});
process.stdin.resume();
process.stdin.on("end", async () => {
  await app.stop();
  process.exit(0);
});
