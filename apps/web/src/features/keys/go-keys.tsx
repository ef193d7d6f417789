'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent } from 'react';
import { areKeysOn } from './key-choice.ts';

/** The second key has to follow within this time. */
const PATIENCE_MS = 1500;

/** `g` and then a letter leads to a page. Not while something is typed, not with a modifier, and not once it is turned off. */
export function GoKeys({ places }: { places: Readonly<Record<string, string>> }) {
  const router = useRouter();
  const go = useEffectEvent((key: string) => {
    const address = places[key];
    if (address !== undefined) router.push(address);
  });
  useEffect(() => {
    let armedAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
      if (isForSomethingElse(event) || !areKeysOn()) return;
      const isArmed = event.timeStamp - armedAt < PATIENCE_MS;
      armedAt = event.key === 'g' && !isArmed ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (isArmed) go(event.key);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return null;
}

function isForSomethingElse({ target, ctrlKey, metaKey, altKey, isComposing }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey || isComposing) return true;
  return (
    target instanceof Element && target.closest('input, select, textarea, [contenteditable], dialog') !== null
  );
}
