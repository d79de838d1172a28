import { DefineFunction, Schema, SlackFunction } from "deno-slack-sdk/mod.ts";
import { Votes } from "./votes.ts";

/** Posts where lunch is, and clears the votes. Without votes it posts nothing. */
export const CountVotes = DefineFunction({
  callback_id: "count_votes",
  title: "Count the votes",
  source_file: "count_votes.ts",
  input_parameters: {
    properties: { channel: { type: Schema.slack.types.channel_id } },
    required: ["channel"],
  },
  output_parameters: {
    properties: { votes: { type: Schema.types.integer } },
    required: ["votes"],
  },
});

export default SlackFunction(CountVotes, async ({ inputs, client }) => {
  // A page has up to 100 votes; a lunch club has fewer members.
  const found = await client.apps.datastore.query<typeof Votes.definition>({
    datastore: Votes.name,
  });
  if (!found.ok) return { error: `The votes were not read: ${found.error}` };
  const votes = found.items;
  if (votes.length === 0) return { outputs: { votes: 0 } };
  const posted = await client.chat.postMessage({
    channel: inputs.channel,
    text: resultText(votes.map(({ place }) => place)),
  });
  if (!posted.ok) {
    return { error: `The result was not posted: ${posted.error}` };
  }
  for (const { person } of votes) {
    await client.apps.datastore.delete({ datastore: Votes.name, id: person });
  }
  return { outputs: { votes: votes.length } };
});

/** `Lunch: Pizzeria (3 of 5 votes)`; a tie names all places, by name. */
export function resultText(votes: string[]): string {
  const counts = Map.groupBy(votes, (place) => place);
  const most = Math.max(...[...counts.values()].map(({ length }) => length));
  const winners = [...counts].filter(([, { length }]) => length === most)
    .map(([place]) => place).sort();
  const share = winners.length > 1 ? `${most} each, of ` : `${most} of `;
  return `Lunch: ${winners.join(" or ")} (${share}${votes.length} votes)`;
}
