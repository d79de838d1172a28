import type {
  AppManifest,
  DatastoreDefinition,
  ParameterDefinition,
  ParameterSet,
} from "./app.ts";

/** Slack, "Slack types": the types that need no definition in the manifest. */
const PLAIN_TYPES = [
  "string",
  "boolean",
  "integer",
  "number",
  "array",
  "object",
];
const SLACK_TYPES = [
  "blocks",
  "canvas_id",
  "canvas_template_id",
  "channel_id",
  "credential/oauth2",
  "date",
  "expanded_rich_text",
  "file_id",
  "interactivity",
  "list_id",
  "message_context",
  "message_ts",
  "rich_text",
  "salesforce_record_id",
  "team_id",
  "timestamp",
  "user_context",
  "user_id",
  "usergroup_id",
].map((name) => `slack#/types/${name}`);
const OWN_TYPE = "#/types/";

/** Slack's SDK, "Datastores": attributes are not of these types. */
const NOT_STORED = ["slack#/types/blocks", "slack#/types/credential/oauth2"];
const TIMESTAMP = "slack#/types/timestamp";

/** Slack, "Custom functions", "Workflows". */
const LONGEST_CALLBACK_ID = 100;
const LONGEST_TITLE = 255;
/** Seen at Slack (deno-slack-sdk#185). */
const MOST_FUNCTIONS = 50;
const MOST_WORKFLOWS = 100;
/** Slack, "App manifest". */
const MOST_DOMAINS = 10;

/**
 * Refuses a manifest that Slack would not accept.
 *
 * @throws {Error} that names the place, and says what is wrong there.
 */
export function checkManifest(manifest: AppManifest): void {
  const { functions = {}, workflows = {}, datastores = {} } = manifest;
  const { types = {}, outgoing_domains = [] } = manifest;
  if (manifest.oauth_config.scopes.bot.length === 0) {
    refuse("oauth_config.scopes.bot", "empty; an app needs a scope");
  }
  refuseMore("outgoing_domains", outgoing_domains.length, MOST_DOMAINS);
  refuseMore("functions", Object.keys(functions).length, MOST_FUNCTIONS);
  refuseMore("workflows", Object.keys(workflows).length, MOST_WORKFLOWS);
  for (const [name, definition] of Object.entries(types)) {
    checkType(definition, `types.${name}`, types);
  }
  for (const [id, one] of Object.entries(functions)) {
    const at = `functions.${id}`;
    checkNames(id, one.title, at);
    checkParameters(one.input_parameters, `${at}.input_parameters`, types);
    checkParameters(one.output_parameters, `${at}.output_parameters`, types);
  }
  for (const [id, one] of Object.entries(workflows)) {
    const at = `workflows.${id}`;
    checkNames(id, one.title, at);
    checkParameters(one.input_parameters, `${at}.input_parameters`, types);
  }
  for (const [name, one] of Object.entries(datastores)) {
    checkDatastore(one, `datastores.${name}`, types);
  }
}

type OwnTypes = NonNullable<AppManifest["types"]>;

function refuse(at: string, why: string): never {
  throw new Error(`manifest: ${at}: ${why}`);
}

function refuseMore(at: string, count: number, most: number): void {
  if (count > most) refuse(at, `${count}, and Slack takes at most ${most}`);
}

function checkNames(callbackId: string, title: unknown, at: string): void {
  if (callbackId === "" || [...callbackId].length > LONGEST_CALLBACK_ID) {
    refuse(at, `a callback id has 1 to ${LONGEST_CALLBACK_ID} characters`);
  }
  const length = typeof title === "string" ? [...title].length : 0;
  if (length === 0 || length > LONGEST_TITLE) {
    refuse(`${at}.title`, `a title has 1 to ${LONGEST_TITLE} characters`);
  }
}

function checkParameters(
  set: ParameterSet | undefined,
  at: string,
  types: OwnTypes,
): void {
  const { properties = {}, required = [] } = set ?? {};
  checkProperties(properties, required, at, types);
}

function checkProperties(
  properties: Record<string, ParameterDefinition>,
  required: readonly string[],
  at: string,
  types: OwnTypes,
): void {
  for (const [name, definition] of Object.entries(properties)) {
    checkType(definition, `${at}.properties.${name}`, types);
  }
  const other = required.find((name) => !Object.hasOwn(properties, name));
  if (other !== undefined) {
    refuse(`${at}.required`, `there is no property ${other}`);
  }
}

/** Slack, "Slack types": an array has `items`, an object has `properties`. */
function checkType(
  definition: ParameterDefinition,
  at: string,
  types: OwnTypes,
): void {
  const { type, items, properties, required = [] } = definition;
  if (!isKnown(type, types)) {
    refuse(`${at}.type`, `Slack has no type ${JSON.stringify(type)}`);
  }
  if (type === "array") {
    if (items === undefined) refuse(`${at}.items`, "required for an array");
    checkType(items, `${at}.items`, types);
  }
  if (type === "object") {
    if (properties === undefined) {
      refuse(`${at}.properties`, "required for an object");
    }
    checkProperties(properties, required, at, types);
  }
}

function isKnown(type: unknown, types: OwnTypes): boolean {
  if (typeof type !== "string") return false;
  return PLAIN_TYPES.includes(type) || SLACK_TYPES.includes(type) ||
    (type.startsWith(OWN_TYPE) &&
      Object.hasOwn(types, type.slice(OWN_TYPE.length)));
}

/** Slack, "Datastores": the key is a string, and items expire by a timestamp. */
function checkDatastore(
  { primary_key, time_to_live_attribute, attributes }: DatastoreDefinition,
  at: string,
  types: OwnTypes,
): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    const place = `${at}.attributes.${name}`;
    // The `required` of an attribute is a boolean, not a list of properties.
    checkType({ ...attribute, required: [] }, place, types);
    if (NOT_STORED.includes(attribute.type)) {
      refuse(`${place}.type`, `a datastore keeps no ${attribute.type}`);
    }
  }
  const typeOf = (name: string) =>
    Object.hasOwn(attributes, name) ? attributes[name]!.type : undefined;
  if (typeOf(primary_key) !== "string") {
    refuse(`${at}.primary_key`, `no attribute ${primary_key} of type string`);
  }
  if (time_to_live_attribute === undefined) return;
  if (typeOf(time_to_live_attribute) !== TIMESTAMP) {
    refuse(
      `${at}.time_to_live_attribute`,
      `no attribute ${time_to_live_attribute} of type ${TIMESTAMP}`,
    );
  }
}
