/** What an authenticator keeps for whom its passkey is: the 16 bytes of the person's id, which say nothing of them. */
export function userHandle(userId: string): Buffer {
  return Buffer.from(userId.replaceAll('-', ''), 'hex');
}
