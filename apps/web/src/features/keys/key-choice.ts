const NAME = 'devpulse.go-keys';

/** Single letters can be turned off; source: WCAG 2.1.4. On where the browser keeps nothing. */
export function areKeysOn(): boolean {
  try {
    return localStorage.getItem(NAME) !== 'off';
  } catch {
    return true;
  }
}

export function chooseKeys(isOn: boolean): void {
  try {
    if (isOn) localStorage.removeItem(NAME);
    else localStorage.setItem(NAME, 'off');
  } catch {
    // A browser that keeps nothing has the usual choice.
  }
}
