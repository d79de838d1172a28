// Loads one bundle and dispatches it once, as Slack's hosted runtime does. Plain
// JavaScript: it runs on every Deno that the bundles must run on.
//
//   deno run --no-config --allow-net=HOSTS --allow-read=FOLDER \
//     scripts/dispatch_bundle.mjs FOLDER/<callback_id>.js PAYLOAD

/** The arguments of a handler, as the hosted runtime takes them from a payload. */
function handlerArguments({ body, context }) {
  return {
    body,
    env: context.variables,
    enterprise_id: body.enterprise_id ?? "",
    inputs: body.event.inputs,
    token: body.event.bot_access_token,
    team_id: context.team_id,
    event: body.event,
  };
}

/** One line on the outcome. Throws if the function did not end as Slack expects. */
function outcome({ error, outputs }) {
  if (error !== undefined) throw new Error(String(error));
  if (typeof outputs === "object" && outputs !== null) {
    return `outputs: ${JSON.stringify(outputs)}`;
  }
  throw new Error("the function returned neither outputs nor an error");
}

const [bundle, payload] = Deno.args;
try {
  const { default: handler } = await import(`file://${bundle}`);
  const result = await handler(handlerArguments(JSON.parse(payload)));
  console.log(outcome(result ?? {}));
} catch (error) {
  console.error(error?.stack ?? String(error));
  Deno.exit(1);
}
// Timers that a bundle leaves behind do not hold the process.
Deno.exit(0);
