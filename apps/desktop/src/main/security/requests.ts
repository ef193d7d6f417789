import type { Session } from 'electron';
import { isOwnAddress } from './origin.ts';

/** Item 1 of Electron's checklist, without exception: the windows load this app's own files and nothing from any network. */
export function allowOwnRequestsOnly(session: {
  webRequest: Pick<Session['webRequest'], 'onBeforeRequest'>;
}) {
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isOwnAddress(details.url) && !isInlineImage(details) });
  });
}

function isInlineImage({ url, resourceType }: { url: string; resourceType: string }): boolean {
  return resourceType === 'image' && url.startsWith('data:image/');
}
