import { Manifest } from "deno-slack-sdk/mod.ts";
import { outgoingDomains } from "./config/outgoing_domains.ts";
import { talkScopes } from "./config/talk_scopes.ts";
import AuditLogDatastore from "./datastores/audit_log.ts";
import ClaimsDatastore from "./datastores/claims.ts";
import ConsentsDatastore from "./datastores/consents.ts";
import DeclaredShiftsDatastore from "./datastores/declared_shifts.ts";
import HandoffsDatastore from "./datastores/handoffs.ts";
import PeopleDatastore from "./datastores/people.ts";
import RosterSnapshotsDatastore from "./datastores/roster_snapshots.ts";
import RunsDatastore from "./datastores/runs.ts";
import TalkDatastore from "./datastores/talk.ts";
import SlackAccount from "./external_auth/slack_account.ts";
import { GetPresence } from "./functions/get_presence.ts";
import { SetPresence } from "./functions/set_presence.ts";
import config from "./shiftlight.config.ts";
import * as workflows from "./workflows/mod.ts";

export default Manifest({
  name: "Shiftlight",
  description:
    "Shows your shift in your Slack status, and restores what was there",
  longDescription: [
    "Shiftlight puts a person's on-call shift, time off, deploy freeze or focus time into their Slack status,",
    "notifications and presence while it lasts, and restores exactly what was there before.",
    "It changes nothing for people who have not opted in. It never overwrites a status that a person set themselves, unless they chose that.",
  ].join(" "),
  icon: "assets/icon.png",
  workflows: Object.values(workflows),
  // In none of the app's workflows: for those that others build.
  functions: [GetPresence, SetPresence],
  datastores: [
    ConsentsDatastore,
    ClaimsDatastore,
    RosterSnapshotsDatastore,
    DeclaredShiftsDatastore,
    PeopleDatastore,
    RunsDatastore,
    AuditLogDatastore,
    HandoffsDatastore,
    TalkDatastore,
  ],
  externalAuthProviders: config.companion_app === null ? [] : [SlackAccount],
  outgoingDomains: outgoingDomains(config),
  features: {
    // People write commands there.
    appHome: {
      messagesTabEnabled: true,
      messagesTabReadOnlyEnabled: config.talk === null,
    },
  },
  botScopes: [
    ...talkScopes(config),
    "chat:write",
    "datastore:read",
    "datastore:write",
    "emoji:read",
    "triggers:read",
    "triggers:write",
    "usergroups:read",
    "users.profile:read",
    "users:read",
    "users:read.email",
  ],
});
