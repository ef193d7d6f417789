/** Contexts of what connects to GitHub: the API seals it, API and worker open it. Each names the row that it lies in. */
export const githubContext = {
  appKey: (keyId: string) => `github_app_key:${keyId}`,
  clientSecret: (appId: string) => `github_client_secret:${appId}`,
  webhookSecret: (secretId: string) => `github_webhook_secret:${secretId}`,
  token: (tokenId: string) => `github_token:${tokenId}`,
} as const;
