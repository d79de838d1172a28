import type { RosterShift } from "./port.ts";

/**
 * The shifts without those of whom is nobody: whose name or e-mail is among the
 * placeholders, whatever its capitals and the spaces around it.
 */
export function withoutPlaceholders(
  shifts: readonly RosterShift[],
  placeholders: readonly string[],
): RosterShift[] {
  const nobody = new Set(placeholders.map(plain));
  return shifts.filter(({ identity: { name, email } }) =>
    !nobody.has(plain(name)) && !(email !== null && nobody.has(plain(email)))
  );
}

function plain(name: string): string {
  return name.trim().toLowerCase();
}
