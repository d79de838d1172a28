/** The number of milliseconds in a second. */
export const SECOND = 1e3;
/** The number of milliseconds in a minute. */
export const MINUTE: number = SECOND * 60;
/** The number of milliseconds in an hour. */
export const HOUR: number = MINUTE * 60;
/** The number of milliseconds in a day. */
export const DAY: number = HOUR * 24;
/** The number of milliseconds in a week. */
export const WEEK: number = DAY * 7;
