import { describe, expect, it } from '@jest/globals';
import { fitting, readPlaybook } from './playbook.measures';
import { playbooks, playbooksFor } from './playbook.queries';

const prompts = playbooks.flatMap((playbook) => playbook.prompts);
const changes = playbooks.flatMap((playbook) => playbook.changes);
const twice = (values: readonly string[]) => values.filter((value, n) => values.indexOf(value) !== n);
const symptoms = Array.from({ length: 18 }, (_, n) => `S${n + 1}`);

describe('The playbooks', () => {
  it('cover every stage once', () =>
    expect(playbooks.map(({ stage }) => stage)).toEqual(['discovery', 'build', 'post-launch', 'any']));

  it('hold at least 60 prompts and 40 changes, each once', () => {
    expect(prompts.length).toBeGreaterThanOrEqual(60);
    expect(changes.length).toBeGreaterThanOrEqual(40);
    expect(twice([...prompts, ...changes].map(({ id }) => id))).toEqual([]);
    expect(twice(prompts.map(({ text }) => text))).toEqual([]);
  });

  it.each(symptoms)('ask about %s and know something to try', (symptom) => {
    expect(prompts.filter(({ symptoms: of }) => of.includes(symptom)).length).toBeGreaterThanOrEqual(1);
    expect(changes.filter(({ symptoms: of }) => of.includes(symptom)).length).toBeGreaterThanOrEqual(2);
  });

  it('ask before they change, at every stage', () => {
    for (const { prompts: own, stage } of playbooks)
      for (const step of ['ask', 'collaborate', 'change'])
        expect([stage, own.some((prompt) => prompt.step === step)]).toEqual([stage, true]);
  });

  it('know a remedy for each root that they name, and name each root that they have a remedy for', () => {
    for (const { changes: own, likelyRoots } of playbooks)
      expect([...new Set(own.flatMap(({ forRoots }) => forRoots))].sort()).toEqual([...likelyRoots].sort());
  });

  it('begin with the questions of the practice', () => {
    const asked = playbooks.map(({ ask }) => ask);
    expect(asked).toEqual([
      "Why aren't we prioritising features based on value?",
      "Why isn't our roadmap adaptable to new insights?",
      'Where has the energy gone post-launch?',
      'Why are teams disengaged, and why do silos exist?',
    ]);
  });

  it('answer for a stage with what helps everywhere as well, and for a symptom with what fits it alone', () => {
    expect(playbooksFor('build').map(({ stage }) => stage)).toEqual(['build', 'any']);
    const found = playbooksFor('build', 'S4');
    expect(found.map(({ stage }) => stage)).toEqual(['build', 'any']);
    for (const { prompts: of, changes: tried } of found)
      for (const each of [...of, ...tried]) expect(each.symptoms).toContain('S4');
    expect(fitting(playbooks, 'discovery', 'S18')).toEqual([]);
  });

  it('are refused with the name of each field at fault', () => {
    const [playbook] = playbooks;
    const [change, ...others] = playbook!.changes;
    const written = { ...playbook, ask: '', changes: [{ ...change, effortPersonWeeks: 3 }, ...others] };

    expect(() => readPlaybook('mine', written)).toThrow(
      /^The playbook mine cannot be used:\n {2}ask: .*\n {2}changes\.0\.effortPersonWeeks: /,
    );
  });
});
