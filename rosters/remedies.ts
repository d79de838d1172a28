/** The last step of each remedy. It depends on where the rosters are read. */
export interface Remedies {
  /** How to set a secret, given its name and what it must hold. */
  setSecret(secret: string, value: string): string;
  /** How to remove a setting of the environment. */
  unset(setting: string): string;
  /** A refusal for a rate that is used up, and what follows it. */
  ofRate(answered: string): string;
  /** An outage of the vendor, and what follows it. */
  ofOutage(answered: string): string;
}

/** In the app. */
export const IN_SLACK: Remedies = {
  setSecret: (secret, value) => `slack env set ${secret} <${value}>`,
  unset: (setting) => `slack env unset ${setting}`,
  ofRate: (answered) =>
    `${answered}: its rate limit is used up; the next poll tries again`,
  ofOutage: (answered) => `${answered}: the next poll tries again`,
};
