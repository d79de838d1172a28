import type { UserFields } from "./schema.ts";

/** One person's stretch on one schedule, as PagerDuty gave it. Unix seconds. */
export interface Entry {
  user: UserFields;
  schedule: string;
  label: string;
  level: number;
  /** `null`: it has always been so. */
  start: number | null;
  /** `null`: it never ends. */
  end: number | null;
}

/** What a person is called, as far as PagerDuty says. */
export function nameOf(user: UserFields): string {
  return user.summary || user.name || user.id;
}
