import { DefineFunction, Schema, SlackFunction } from "deno-slack-sdk/mod.ts";
import { INTERACTIVITY, Votes } from "./votes.ts";

/** Stores the vote of the person who filled in the form. */
export const CastVote = DefineFunction({
  callback_id: "cast_vote",
  title: "Cast a vote",
  source_file: "cast_vote.ts",
  input_parameters: {
    properties: {
      interactivity: { type: INTERACTIVITY },
      place: { type: Schema.types.string },
      cast_at: { type: Schema.slack.types.timestamp },
    },
    required: ["interactivity", "place", "cast_at"],
  },
  output_parameters: {
    properties: { answer: { type: Schema.types.string } },
    required: ["answer"],
  },
});

export default SlackFunction(CastVote, async ({ inputs, client }) => {
  const { interactivity, place, cast_at } = inputs;
  const stored = await client.apps.datastore.put<typeof Votes.definition>({
    datastore: Votes.name,
    item: { person: interactivity.interactor.id, place, cast_at },
  });
  if (!stored.ok) return { error: `Your vote was not stored: ${stored.error}` };
  return { outputs: { answer: `Your vote for the next lunch: ${place}.` } };
});
