import type { Locator, Page } from 'playwright-core';

const MOST_STOPS = 120;

/** Somebody without a mouse: everything is reached by Tab, and done by typing, Space and Enter. */
export function onKeyboard(page: Page) {
  const reach = async (target: Locator) => {
    await target.waitFor();
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`The keyboard does not reach ${target}`);
  };
  return {
    reach,
    async type(label: string | RegExp, text: string): Promise<void> {
      await reach(page.getByLabel(label, { exact: true }).first());
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(text);
    },
    async press(name: string | RegExp): Promise<void> {
      await reach(page.getByRole('button', { name }).first());
      await page.keyboard.press('Enter');
    },
    async follow(name: string | RegExp): Promise<void> {
      await reach(page.getByRole('link', { name }).first());
      await page.keyboard.press('Enter');
    },
  };
}
