import type { Card } from './interfaces.js';

const ROW = 34;
const MOST = 16;

/** A small picture: the cards of a machine, and the ports of the switches that they hang on. The table below it says the same. */
export function Cables({ cards }: { readonly cards: readonly Card[] }) {
  const drawn = cards.filter(({ switchName, switchPort }) => switchName ?? switchPort).slice(0, MOST);
  if (drawn.length === 0) return null;
  const height = drawn.length * ROW + 8;
  return (
    <svg class="cables" viewBox={`0 0 620 ${height}`} aria-hidden="true" focusable="false">
      <rect class="box" x="1" y="1" width="170" height={height - 2} rx="6" />
      {drawn.map((card, at) => {
        const y = at * ROW + 21;
        return (
          <g key={at}>
            <text x="14" y={y + 5}>
              {card.name.slice(0, 18)}
            </text>
            <circle class={card.carrier === 'no' ? 'plug down' : 'plug'} cx="171" cy={y} r="5" />
            <path class={card.carrier === 'no' ? 'cable down' : 'cable'} d={`M176 ${y}H300`} />
            <rect class="box" x="300" y={y - 14} width="319" height="28" rx="6" />
            <text x="312" y={y + 5}>
              {`${(card.switchName ?? 'switch').slice(0, 24)}  ${(card.switchPort ?? '').slice(0, 20)}`}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
