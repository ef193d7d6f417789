/** The windows' own origin; a scheme of our own in place of `file://` (item 18 of Electron's checklist). */
export const APP_SCHEME = 'app';
const APP_HOST = 'devpulse';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

/** Whether the address is a page of this app. Node gives such an address the origin `null`, so its parts are compared. */
export function isOwnAddress(address: string): boolean {
  const url = URL.parse(address);
  return (
    url !== null &&
    url.protocol === `${APP_SCHEME}:` &&
    url.host === APP_HOST &&
    url.username === '' &&
    url.password === ''
  );
}
