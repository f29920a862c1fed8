import type { Template } from '../session.events';

const day = 24 * 60;
const proposing = ['ListOutcomes', 'ProposeSwap', 'AcceptSwap', 'ApproveSwap', 'AbortSwap'];
const preparing = ['PrepareForSwap', 'ReceiveSwapper', 'CheckVision'];

/**
 * Role swap: agree on swaps, hold them, and bring together what they showed. Each swap has its own steps inside the phase
 * `swapping`: readiness, active or paused, returned, debriefs alone and together.
 */
export const roleSwapTemplate: Template = {
  kind: 'role-swap',
  version: 1,
  leastTeams: 2,
  phases: [
    {
      id: 'proposing',
      accepts: [...proposing, ...preparing],
      exitGuards: ['swap-approved'],
      timeboxMinutes: 14 * day,
      advance: 'facilitator',
    },
    {
      id: 'swapping',
      accepts: [
        ...proposing,
        ...preparing,
        'StartSwap',
        'PauseSwap',
        'ResumeSwap',
        'ReturnFromSwap',
        'LogConfusion',
        'ResolveConfusion',
        'TakePulse',
        'LogIntervention',
        'JudgeTask',
        'LookBackOnSwap',
        'BeginJointDebrief',
        'EndJointDebrief',
      ],
      exitGuards: ['swap-debriefed'],
      timeboxMinutes: 42 * day,
      advance: 'facilitator',
    },
    { id: 'commit', accepts: [], timeboxMinutes: 30, advance: 'facilitator', reveals: true },
  ],
};
