export const kept: Route[] = [];
