export const routes: Route[] = [
  { path: ']', load: () => import('./a') },
];
export const kept: Route[] = [];
