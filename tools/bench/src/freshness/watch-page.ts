import type { Page } from 'playwright-core';

export type Sighting = { merged: number; at: number };

/**
 * Notes every value that the figure “Merged” of the overview takes in an open page, with the page's own clock, which is
 * this machine's.
 */
export async function watchMerged(page: Page, note: (sighting: Sighting) => void): Promise<void> {
  await page.exposeFunction('devpulseSaw', (merged: number, at: number) => note({ merged, at }));
  await page.evaluate(() => {
    const read = () => {
      const heading = [...document.querySelectorAll('h2')].find((h2) => h2.textContent?.trim() === 'Merged');
      const figure = heading?.closest('section')?.querySelector('.role-figure');
      return Number((figure?.textContent ?? '').replaceAll(/[^0-9]/g, ''));
    };
    const saw = (window as unknown as { devpulseSaw: (merged: number, at: number) => void }).devpulseSaw;
    let last = read();
    saw(last, Date.now());
    new MutationObserver(() => {
      const now = read();
      if (now === last) return;
      last = now;
      saw(now, Date.now());
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}
