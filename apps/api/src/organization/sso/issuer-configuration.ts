import { AppError } from '@devpulse/domain/errors';
import { z } from 'zod';

const HttpsUrl = z.url({ protocol: /^https$/ });

/** What single sign-on needs of a provider (OpenID Connect Discovery 1.0, section 3). */
const IssuerConfiguration = z.object({
  issuer: z.string(),
  authorization_endpoint: HttpsUrl,
  token_endpoint: HttpsUrl,
  jwks_uri: HttpsUrl,
});

const WELL_KNOWN = '/.well-known/openid-configuration';

/**
 * Asks an issuer for its configuration, so that one that cannot work is not saved. Throws AppError('invalid_request') naming the field;
 * what the other side answered is not told, lest this address be used to look around.
 */
export async function requireIssuer(issuer: string, fetchOutbound: typeof fetch): Promise<void> {
  const configuration = IssuerConfiguration.safeParse(await readConfiguration(issuer, fetchOutbound));
  if (!configuration.success) {
    throw unusable('The issuer gives no OpenID Connect configuration.', 'Check its address.');
  }
  if (configuration.data.issuer !== issuer) {
    throw unusable(
      'The configuration there is of another issuer.',
      'Write the issuer exactly as the identity provider does, with or without a slash at its end.',
    );
  }
}

async function readConfiguration(issuer: string, fetchOutbound: typeof fetch): Promise<unknown> {
  try {
    const url = `${issuer.replace(/\/$/, '')}${WELL_KNOWN}`;
    const response = await fetchOutbound(url, { headers: { accept: 'application/json' } });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

function unusable(detail: string, remedy: string): AppError {
  return new AppError('invalid_request', detail, { field: 'body.issuer', remedy });
}
