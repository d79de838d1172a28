/** Where PagerDuty's REST API answers, by the account's region. */
export const PAGERDUTY_HOSTS = {
  us: "api.pagerduty.com",
  eu: "api.eu.pagerduty.com",
} as const;
