/** The last step of each remedy. It depends on where the rosters are read. */
export interface Remedies {
  /** How to set a secret, given its name and what it must hold. */
  setSecret(secret: string, value: string): string;
  /** How to remove a setting of the environment. */
  unset(setting: string): string;
  /** What follows a failure that passes by itself. */
  later: string;
}

/** In the app. */
export const IN_SLACK: Remedies = {
  setSecret: (secret, value) => `slack env set ${secret} <${value}>`,
  unset: (setting) => `slack env unset ${setting}`,
  later: "the next poll tries again",
};
