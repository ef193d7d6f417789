import { useEffect } from 'react';

/** Has words spoken when they change; they are shown nowhere. */
export function Announced({ words, onSay }: { words: string; onSay: (words: string) => void }) {
  useEffect(() => onSay(words), [words, onSay]);
  return null;
}
