/** Puts what was sent back into the inputs of its form; those that the form itself holds, and buttons, stay as they are. */
export function typeAgain(form: HTMLFormElement, sent: FormData): void {
  const used = new Map<string, number>();
  for (const input of form.elements) {
    if (input instanceof HTMLInputElement && ['checkbox', 'radio'].includes(input.type)) {
      input.checked = sent.getAll(input.name).includes(input.value);
    } else if (isTyped(input)) {
      // of several inputs of one name, each has its own value
      const index = used.get(input.name) ?? 0;
      const value = sent.getAll(input.name)[index];
      used.set(input.name, index + 1);
      if (typeof value === 'string') input.value = value;
    } else if (input instanceof HTMLSelectElement) {
      for (const option of input.options) option.selected = sent.getAll(input.name).includes(option.value);
    }
  }
}

function isTyped(input: Element): input is HTMLInputElement | HTMLTextAreaElement {
  if (input instanceof HTMLTextAreaElement) return input.name !== '' && !input.disabled;
  if (!(input instanceof HTMLInputElement) || input.name === '' || input.disabled) return false;
  return !['hidden', 'file', 'submit', 'button', 'reset', 'image'].includes(input.type);
}
