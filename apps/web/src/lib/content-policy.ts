/**
 * What a page may load and run. Scripts need the nonce of their answer; `style` elements too. Attributes of style are let
 * through, as the server draws widths and positions of figures with them; they cannot run anything. `formTarget` is the one other
 * origin that a form of the page may be sent to.
 */
export function contentPolicy(nonce: string, formTarget: string | null): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action 'self'${formTarget === null ? '' : ` ${formTarget}`}`,
  ].join('; ');
}
