import { Manifest } from "deno-slack-sdk/mod.ts";
import { outgoingDomains } from "./config/outgoing_domains.ts";
import AuditLogDatastore from "./datastores/audit_log.ts";
import ClaimsDatastore from "./datastores/claims.ts";
import ConsentsDatastore from "./datastores/consents.ts";
import DeclaredShiftsDatastore from "./datastores/declared_shifts.ts";
import HandoffsDatastore from "./datastores/handoffs.ts";
import PeopleDatastore from "./datastores/people.ts";
import RosterSnapshotsDatastore from "./datastores/roster_snapshots.ts";
import RunsDatastore from "./datastores/runs.ts";
import SlackAccount from "./external_auth/slack_account.ts";
import config from "./shiftlight.config.ts";
import ConfirmEarlyEndsWorkflow from "./workflows/confirm_early_ends.ts";
import DeclareDeployFreezeWorkflow from "./workflows/declare_deploy_freeze.ts";
import EndDeclaredWorkflow from "./workflows/end_declared.ts";
import MyHistoryWorkflow from "./workflows/my_history.ts";
import OptInWorkflow from "./workflows/opt_in.ts";
import OptOutWorkflow from "./workflows/opt_out.ts";
import PutEverybodyBackWorkflow from "./workflows/put_everybody_back.ts";
import PutOnePersonBackWorkflow from "./workflows/put_one_person_back.ts";
import StartFocusTimeWorkflow from "./workflows/start_focus_time.ts";
import SetUpWorkflow from "./workflows/set_up.ts";
import SwitchModeWorkflow from "./workflows/switch_mode.ts";
import SyncWorkflow from "./workflows/sync.ts";
import TakeTimeOffWorkflow from "./workflows/take_time_off.ts";

export default Manifest({
  name: "Shiftlight",
  description:
    "Shows your shift in your Slack status, and gives back what was there",
  longDescription: [
    "Shiftlight puts a person's on-call shift, time off, deploy freeze or focus time into their Slack status,",
    "notifications and presence while it lasts, and hands back exactly what was there before.",
    "Nobody is touched without opting in, and a status that somebody set themselves is never overwritten unless they chose so.",
  ].join(" "),
  icon: "assets/icon.png",
  workflows: [
    SetUpWorkflow,
    SyncWorkflow,
    OptInWorkflow,
    OptOutWorkflow,
    StartFocusTimeWorkflow,
    TakeTimeOffWorkflow,
    DeclareDeployFreezeWorkflow,
    EndDeclaredWorkflow,
    MyHistoryWorkflow,
    SwitchModeWorkflow,
    ConfirmEarlyEndsWorkflow,
    PutEverybodyBackWorkflow,
    PutOnePersonBackWorkflow,
  ],
  datastores: [
    ConsentsDatastore,
    ClaimsDatastore,
    RosterSnapshotsDatastore,
    DeclaredShiftsDatastore,
    PeopleDatastore,
    RunsDatastore,
    AuditLogDatastore,
    HandoffsDatastore,
  ],
  externalAuthProviders: config.companion_app === null ? [] : [SlackAccount],
  outgoingDomains: outgoingDomains(config),
  botScopes: [
    "chat:write",
    "datastore:read",
    "datastore:write",
    "triggers:read",
    "triggers:write",
    "usergroups:read",
    "users.profile:read",
    "users:read",
    "users:read.email",
  ],
});
