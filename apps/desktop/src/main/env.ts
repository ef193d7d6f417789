/** What the system says in variables; nothing of the app is configured by one. */
export function readSystemVariables(source: NodeJS.ProcessEnv = process.env) {
  return {
    /** Linux: the bus of this login, and of the system. */
    sessionBus: source.DBUS_SESSION_BUS_ADDRESS ?? null,
    systemBus: source.DBUS_SYSTEM_BUS_ADDRESS ?? 'unix:path=/run/dbus/system_bus_socket',
    /** Set in an AppImage: the file that was started, which can replace itself. */
    appImage: source.APPIMAGE ?? null,
    configHome: source.XDG_CONFIG_HOME ?? null,
  };
}
