'use client';

import { Card } from '@devpulse/ui/card';
import { OnOff } from '@devpulse/ui/on-off';
import { useSyncExternalStore } from 'react';
import { areKeysOn, chooseKeys } from './key-choice.ts';

const listeners = new Set<() => void>();

function follow(onChange: () => void): () => void {
  listeners.add(onChange);
  return () => listeners.delete(onChange);
}

/** Whether `g` and a letter lead to a page, in this browser. */
export function KeysCard() {
  const isOn = useSyncExternalStore(follow, areKeysOn, () => true);
  const change = (next: boolean) => {
    chooseKeys(next);
    for (const listener of listeners) listener();
  };
  return (
    <Card title="Keyboard" subtitle="In this browser.">
      <div className="mt-3 flex flex-wrap items-center justify-between gap-4">
        <div className="min-w-0 flex-1 basis-60">
          <p id="go-keys" className="role-body">
            Letters lead to pages
          </p>
          <p id="go-keys-hint" className="role-caption text-muted">
            g then o: overview. g then d: pull requests. g then a: attendance.
          </p>
        </div>
        <OnOff isOn={isOn} onChange={change} labelledBy="go-keys" describedBy="go-keys-hint" />
      </div>
    </Card>
  );
}
