'use client';

import type { FormAction } from '@devpulse/ui/form-state';
import { useRef } from 'react';

/**
 * Sends an id along with a request: the same for the same content until an answer has come, so that a request whose answer was lost
 * is not made twice. Without script there is none.
 */
export function useSingleRequest() {
  const ids = useRef(new Map<string, string>());
  return <Result>(action: FormAction<Result>): FormAction<Result> =>
    async (previous, data) => {
      const content = JSON.stringify([...data].filter(([name]) => !name.startsWith('$')));
      const id = ids.current.get(content) ?? crypto.randomUUID();
      ids.current.set(content, id);
      data.set('id', id);
      const answer = await action(previous, data);
      if (answer.problem === null) ids.current.delete(content);
      return answer;
    };
}
