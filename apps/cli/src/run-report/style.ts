/** How the report looks, on light screens, on dark ones, and on paper. */
export const style = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f6f7f9, #14161a);
  --card: light-dark(#ffffff, #1c1f25);
  --line: light-dark(#e3e6eb, #2d313a);
  --text: light-dark(#1d2128, #e6e8ec);
  --quiet: light-dark(#667080, #98a1b0);
  --train: light-dark(#2f6fde, #6ea1ff);
  --validation: light-dark(#e07b1a, #f5a454);
  --right: light-dark(#2f8f5b, #4fbf83);
  --wrong: light-dark(#d0433f, #f0716c);
  --on-colour: light-dark(#ffffff, #101216);
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 48px 24px 64px; max-width: 1080px;
  background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif;
}
h1 { margin: 0; font-size: 30px; line-height: 1.2; letter-spacing: -0.02em; }
h2 { margin: 48px 0 4px; font-size: 20px; letter-spacing: -0.01em; }
h3 { margin: 0 0 12px; font-size: 14px; font-weight: 600; }
p { margin: 4px 0 16px; max-width: 90ch; color: var(--quiet); }
.entry { display: inline-block; }
.key { display: inline-block; width: 9px; height: 9px; margin: 0 5px 0 12px; border-radius: 50%; }
.cards { display: grid; gap: 16px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); }
.cards.two { grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); }
.card { padding: 20px; overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.card svg { display: block; width: 100%; max-width: 420px; height: auto; margin: 0 auto; }
.figures { display: grid; gap: 12px; margin-top: 28px; grid-template-columns: repeat(auto-fit, minmax(148px, 1fr)); }
.figure { padding: 14px 16px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.figure b { display: block; font-size: 24px; line-height: 1.25; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
.figure span { font-size: 13px; color: var(--quiet); }
.figure.first b { color: var(--right); }
.pictures { display: grid; gap: 12px; grid-template-columns: repeat(auto-fill, minmax(min(112px, 22%), 1fr)); }
.pictures figure, .maps figure { margin: 0; }
.pictures figcaption { margin-top: 6px; font-size: 12px; line-height: 1.35; }
.pictures em { font-style: normal; color: var(--wrong); }
.pictures i { font-style: normal; color: var(--quiet); white-space: nowrap; }
img { display: block; width: 100%; image-rendering: pixelated; border-radius: 4px; background: #808080; }
.triples { display: grid; gap: 20px 24px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); }
.triples figure { margin: 0; }
.triples figure > div { display: grid; gap: 6px; grid-template-columns: repeat(3, 1fr); }
.triples figure > .pair { grid-template-columns: repeat(2, 1fr); }
.triples figcaption { margin-top: 6px; font-size: 12px; color: var(--quiet); }
.filters { display: grid; gap: 8px; grid-template-columns: repeat(auto-fill, minmax(44px, 1fr)); }
.maps { display: grid; gap: 20px 24px; grid-template-columns: 160px 1fr; align-items: start; }
.maps .layer + .layer { margin-top: 20px; }
.maps .layer > div { display: grid; gap: 6px; grid-template-columns: repeat(16, 1fr); }
.maps .layer img { border-radius: 2px; }
.maps h4 { margin: 0 0 6px; font-size: 12px; font-weight: 500; color: var(--quiet); }
dl { columns: 2 320px; column-gap: 40px; margin: 0; font-size: 13px; }
dl div { display: flex; gap: 16px; padding: 3px 0; break-inside: avoid; }
dt { flex: 0 0 132px; color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
footer { margin-top: 48px; font-size: 13px; color: var(--quiet); }
@media (max-width: 640px) {
  .maps { grid-template-columns: 1fr; }
  .maps figure { max-width: 160px; }
  .maps .layer > div { grid-template-columns: repeat(8, 1fr); }
}
@media print {
  body { padding: 0; background: none; }
  .card, .figure { break-inside: avoid; }
}
`;
