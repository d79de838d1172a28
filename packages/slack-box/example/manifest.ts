import { DefineWorkflow, Manifest, Schema } from "deno-slack-sdk/mod.ts";
import { CastVote } from "./cast_vote.ts";
import { CountVotes } from "./count_votes.ts";
import { INTERACTIVITY, PLACES, Votes } from "./votes.ts";

/** A link opens a form; its answer comes by direct message. */
const Vote = DefineWorkflow({
  callback_id: "vote",
  title: "Vote for lunch",
  input_parameters: {
    properties: {
      interactivity: { type: INTERACTIVITY },
      cast_at: { type: Schema.slack.types.timestamp },
    },
    required: ["interactivity", "cast_at"],
  },
});

const form = Vote.addStep("slack#/functions/open_form", {
  title: "Vote for lunch",
  submit_label: "Vote",
  interactivity: Vote.inputs.interactivity,
  fields: {
    elements: [{
      name: "place",
      title: "Where?",
      type: Schema.types.string,
      enum: PLACES,
    }],
    required: ["place"],
  },
});

const cast = Vote.addStep(CastVote, {
  interactivity: form.outputs.interactivity,
  place: form.outputs.fields.place,
  cast_at: Vote.inputs.cast_at,
});

Vote.addStep("slack#/functions/send_dm", {
  user_id: "{{inputs.interactivity.interactor.id}}",
  message: cast.outputs.answer,
});

/** Every workday the votes are counted. */
const Announce = DefineWorkflow({
  callback_id: "announce",
  title: "Announce lunch",
  input_parameters: {
    properties: { channel: { type: Schema.slack.types.channel_id } },
    required: ["channel"],
  },
});

Announce.addStep(CountVotes, { channel: Announce.inputs.channel });

export default Manifest({
  name: "Lunch",
  description: "Colleagues vote where to have lunch",
  icon: "icon.png",
  workflows: [Vote, Announce],
  datastores: [Votes],
  outgoingDomains: [],
  botScopes: ["chat:write", "datastore:read", "datastore:write"],
});
