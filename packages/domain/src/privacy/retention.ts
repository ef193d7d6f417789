/**
 * How long what is held stays where time ends it; a month is a calendar month. Upkeep deletes by these, and every page and answer that
 * says how long is made of them.
 */
export const RETENTION = {
  /** After the sign-in or the approval of a device that an address belongs to, however long the session lives. Source: attendance.md, decision 3. */
  signInAddressDays: 90,
  endedSessionDays: 30,
  /** After a link, a code, a step of a sign-in or a count of failures is over. */
  spentSecretDays: 1,
  mailDays: 7,
  /** GitHub repeats a delivery for 3 days, GitHub Enterprise Server for 7; keys live a week longer than either. */
  deliveryKeyDays: 14,
  deletedInstallationDays: 30,
  /** Between the request to delete an organization and its deletion; it can be taken back until then. */
  deletedOrganizationDays: 30,
  logMonths: 12,
  endedAlertMonths: 12,
  /** Where the organization chose nothing; what it may choose. Source: attendance.md, decision 4. */
  timeMonths: 24,
  timeMonthsMinimum: 3,
  timeMonthsMaximum: 240,
  deliveryMonths: 24,
  /** A delivery that was counted late stays this long from then on. */
  countedDeliveryDays: 90,
} as const;

const counted = (count: number, unit: string): string => (count === 1 ? `a ${unit}` : `${count} ${unit}s`);
export const daysText = (count: number): string => counted(count, 'day');
/** Whole years are said as years from two on. */
export const monthsText = (count: number): string =>
  count > 24 && count % 12 === 0 ? counted(count / 12, 'year') : counted(count, 'month');
