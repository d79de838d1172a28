/** What the workspace holds when no scenario file is named. */
export const sampleScenario = {
  now: "2026-03-02T08:00:00Z",
  plan: "paid",
  operators: ["UOPS"],
  admin_tokens: ["UOPS"],
  people: [
    {
      id: "UALICE",
      name: "alice",
      email: "alice@example.com",
      tz: "Europe/London",
      consent: { states: ["on_call"] },
    },
    {
      id: "UBOB",
      name: "bob",
      email: "bob@example.com",
      tz: "America/New_York",
      status: { text: "Lunch", emoji: ":sandwich:", expiration: 0 },
      consent: {
        states: ["on_call", "pto"],
        on_own_status: "replace",
        dnd: true,
        presence: true,
      },
    },
    { id: "UCAROL", name: "carol", email: "carol@example.com" },
    {
      id: "UOPS",
      name: "ops",
      email: "ops@example.com",
      role: "primary_owner",
    },
  ],
  schedules: [
    {
      id: "PSCHED1",
      name: "Payments primary",
      state: "on_call",
      shifts: [
        {
          email: "alice@example.com",
          start: "2026-03-02T09:00:00Z",
          end: "2026-03-02T17:00:00Z",
        },
        {
          email: "carol@example.com",
          start: "2026-03-02T17:00:00Z",
          end: "2026-03-03T09:00:00Z",
        },
      ],
    },
    {
      id: "PSCHED2",
      name: "Time off",
      state: "pto",
      shifts: [{
        email: "bob@example.com",
        start: "2026-03-02T10:00:00Z",
        end: "2026-03-02T14:00:00Z",
      }],
    },
  ],
};
