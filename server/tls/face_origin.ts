/** `https://crypto-ai.local:10443`: what browsers call the HTTPS face. */
export function faceOrigin(face: { readonly host: string; readonly port: number }): string {
  const host = face.host.includes(":") ? `[${face.host}]` : face.host;
  return new URL(`https://${host}:${face.port}`).origin;
}
