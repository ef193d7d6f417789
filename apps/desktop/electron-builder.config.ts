import type { Configuration } from 'electron-builder';

const isSigned = process.env.DEVPULSE_SIGN === '1';
const feed = process.env.DEVPULSE_UPDATE_FEED;
/** `owner/name`, as GitHub's runners say it. */
const [owner, repo] = process.env.GITHUB_REPOSITORY?.split('/') ?? [];

/**
 * How the app is packed for macOS, Windows and Linux. Nothing but the bundles and the images goes in: they hold every dependency.
 * Certificates come from electron-builder's own variables (CSC_LINK, WIN_CSC_LINK, APPLE_API_KEY); with DEVPULSE_SIGN=1 a build
 * without them fails.
 */
const configuration: Configuration = {
  appId: 'dev.devpulse.desktop',
  productName: 'DevPulse',
  copyright: 'Apache License 2.0',
  electronVersion: '45.5.0',
  directories: { output: 'release', buildResources: 'resources' },
  files: ['dist/**', 'resources/**', 'package.json', '!dist/**/*.map', '!node_modules'],
  asar: true,
  // nothing native is built
  npmRebuild: false,
  forceCodeSigning: isSigned,
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
    resetAdHocDarwinSignature: !isSigned,
  },
  ...publishTo(),
  icon: 'resources/icon.png',
  mac: {
    target: [
      { target: 'dmg', arch: ['x64', 'arm64'] },
      { target: 'zip', arch: ['x64', 'arm64'] },
    ],
    category: 'public.app-category.productivity',
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: 'resources/entitlements.mac.plist',
    entitlementsInherit: 'resources/entitlements.mac.plist',
    notarize: isSigned,
  },
  win: {
    target: [{ target: 'nsis', arch: ['x64', 'arm64'] }],
    verifyUpdateCodeSignature: true,
  },
  nsis: { oneClick: true, perMachine: false, deleteAppDataOnUninstall: false },
  linux: {
    executableName: 'devpulse',
    // a .deb names somebody; who packs it elsewhere than on GitHub is nobody in particular
    maintainer: owner ? `${owner} <${owner}@users.noreply.github.com>` : 'DevPulse <devpulse@localhost>',
    target: [
      { target: 'AppImage', arch: ['x64', 'arm64'] },
      { target: 'deb', arch: ['x64', 'arm64'] },
    ],
    category: 'Office',
    synopsis: 'Clock in and out',
  },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder fills these in
  deb: { packageName: 'devpulse', artifactName: 'devpulse_${version}_${arch}.${ext}' },
  // electron-builder would put `--no-sandbox` into the menu entry
  appImage: { executableArgs: [] },
  extraMetadata: { homepage: owner && repo ? `https://github.com/${owner}/${repo}` : 'http://localhost' },
};

/** Without a feed the app looks for no updates: an address that nobody owns could be somebody else's tomorrow. */
function publishTo(): Pick<Configuration, 'publish'> {
  if (feed) return { publish: { provider: 'generic', url: feed } };
  if (!owner || !repo) return { publish: null };
  return { publish: { provider: 'github', owner, repo, releaseType: 'draft', tagNamePrefix: 'desktop-v' } };
}

export default configuration;
