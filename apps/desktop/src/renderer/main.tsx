import './jitless.ts';
import './styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { WindowName } from '../ipc/windows.ts';
import { AppWindow } from './app-window.tsx';
import { followView } from './bridge.ts';
import { followTheme } from './theme.ts';

const asked = WindowName.safeParse(new URLSearchParams(location.search).get('window'));
const root = document.getElementById('window');
if (root === null) throw new Error('The page has no place for the window');

followTheme();
createRoot(root).render(
  <StrictMode>
    <AppWindow name={asked.success ? asked.data : 'main'} />
  </StrictMode>,
);
await followView();
