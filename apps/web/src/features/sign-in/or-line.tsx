/** Between the quick ways to sign in and the password. */
export function OrLine() {
  return (
    <p className="role-caption flex items-center gap-3 text-muted before:h-px before:grow before:bg-hairline after:h-px after:grow after:bg-hairline">
      or with a password
    </p>
  );
}
