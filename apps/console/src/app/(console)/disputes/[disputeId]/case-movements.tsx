// What it moved so far, and what each way it may end would move, to the microcent.
import { Card, Section } from '@farebox/ui'
import { Movements } from '../../../../deeds/movements'
import type { DisputeCase } from '../dispute-words'

const endings = { won: 'If it is won', lost: 'If it is lost', closed: 'If it is let go' }

export function CaseMovements({ data: { movements, outcomes } }: { data: DisputeCase }) {
  return (
    <div className="space-y-6">
      <Section title="Booked so far">
        <Card>
          {movements.length > 0 ? <Movements movements={movements} /> : <p className="text-ink-soft text-sm">No money was moved so far.</p>}
        </Card>
      </Section>
      {outcomes.map(({ phase, movements: planned }) => (
        <Section key={phase} title={phase in endings ? endings[phase as keyof typeof endings] : phase}>
          <Card>
            <Movements movements={planned.map(({ kind, transfers }) => ({ kind, transfers }))} />
          </Card>
        </Section>
      ))}
    </div>
  )
}
