export { withinGroupAgreement } from './agreement';
export { type AlwaysValid, alwaysValid, logMixtureP, mixtureBound, mixtureInformation } from './always-valid';
export { type Belief, bestArmChances, type Better, posterior, type Posterior, type Prior } from './bayes';
export { acceleratedBootstrapInterval, bootstrapInterval, type BootstrapOptions } from './bootstrap';
export { capped, type Caps, capsOf } from './caps';
export { chiSquareUpperTail, logChiSquareUpperTail } from './chi-square';
export { cliffsDelta, type Dominance } from './cliffs-delta';
export {
  type CrossMoments,
  crossMomentsOf,
  type CrossMomentsText,
  mergeCrossMoments,
  readCrossMoments,
  writeCrossMoments,
} from './cross-moments';
export { type AdjustedEffect, cupedEffect, cupedRatioEffect } from './cuped-effect';
export { type Decimal, decimal, decimalText, minus, plus, quotient, times } from './decimal';
export {
  type Effect,
  type EffectScale,
  type FixedTest,
  isFigure,
  meanEffect,
  type NoFigure,
  type SampleSummary,
  type Side,
  summaryOfCount,
  tTest,
} from './effect';
export { type Change, exchangedChange, type ExchangeOptions, type Observed } from './exchange';
export { type Aim, chanceToFind, daysUntil, type Outlook, outlook } from './forecast';
export { crossingChances, lanDeMetsBounds, type Spending } from './group-sequential';
export {
  assignmentDependence,
  type AssignmentDependence,
  clusterMismatch,
  type ClusterMismatch,
  covariateImbalance,
  type CovariateImbalance,
  type Interaction,
  interactionOf,
  type Misplaced,
  multipleExposure,
} from './health';
export { incompleteBeta } from './incomplete-beta';
export { stirlingRemainder, upperIncompleteGamma } from './incomplete-gamma';
export type { Interval } from './interval';
export { kaplanMeierCurve, kaplanMeierQuantile, type Observation, type SurvivalStep } from './kaplan-meier';
export { chanceOfLead } from './lead';
export { type MannWhitney, mannWhitney } from './mann-whitney';
export { heaviestPairs, type PossiblePair } from './matching';
export { medianRatio, type MedianRatio } from './median-ratio';
export {
  covarianceOf,
  jointMomentsOf,
  type JointMoments,
  meanOf,
  mergeJointMoments,
  mergeMoments,
  type Moments,
  momentsOf,
  type MomentsText,
  noMoments,
  readMoments,
  summaryOf,
  varianceOf,
  writeMoments,
} from './moments';
export { adjustedP, type Correction, type FamilyTest, testedTogether } from './multiple-testing';
export {
  betweenness,
  type Blocks,
  type ByNode,
  density,
  externalInternalIndex,
  modularity,
  naturalBlocks,
  reciprocity,
  strengths,
  type Tie,
  weightedReciprocity,
} from './networks';
export { logNormalUpperTail, normalDensity, normalQuantile, normalUpperTail } from './normal';
export {
  type Baseline,
  minimumDetectableEffect,
  plannedError,
  powerOf,
  type SamplePlan,
  sequentialInflation,
  unitsForMeans,
  unitsForShares,
} from './power';
export {
  differenceInDifferences,
  type DifferenceInDifferences,
  type PilotValue,
  taskTime,
  type TaskTime,
} from './pilots';
export { postStratified, type Stratified, type Stratum } from './post-stratification';
export { percentile, type PercentileType } from './percentile';
export {
  processLimits,
  type ProcessLimits,
  processSignal,
  type ProcessSignal,
  type SignalOptions,
  type Wanted,
} from './process-behaviour';
export { type Count, type ProportionComparison, type StandardErrorForm, twoProportions, wilson } from './proportions';
export { type Random, seededRandom } from './random';
export { kendallTauB, rankBiasedOverlap } from './rank-agreement';
export { quantileBounds, quantileEffect, type QuantileSummary, summaryOfQuantile } from './quantile-effect';
export {
  mergeSketches,
  type QuantileSketch,
  readSketch,
  sketchAccuracy,
  sketchOf,
  sketchQuantile,
  sketchWithout,
} from './quantile-sketch';
export { ratioEffect } from './ratio-effect';
export { type Occurrences, rateRatio, type RateRatio } from './rate-ratio';
export {
  sampleRatio,
  type SampleRatio,
  type SampleRatioVerdict,
  sequentialSampleRatio,
  type SequentialSampleRatio,
} from './sample-ratio';
export {
  decibels,
  laplaceShare,
  noisyOr,
  pareto,
  type ParetoBar,
  shannonDiversity,
  type Weighed,
  weightedShare,
} from './shares';
export { agrestiCaffo, agrestiCoull, clopperPearson, miettinenNurminen } from './share-intervals';
export { shareChange } from './share-change';
export {
  sequentialBounds,
  type SequentialLook,
  type SequentialPlan,
  sequentialTest,
  type SequentialTest,
} from './sequential-test';
export {
  binomialTest,
  fisherExact,
  jeffreys,
  newcombe,
  permutationTest,
  type PermutationTest,
  signFlipTest,
} from './small-samples';
export { statsVersion } from './stats-version';
export { logTUpperTail, tUpperQuantile, tUpperTail } from './student-t';
export { type Measured, type Outcome, type Verdict, verdictLevel, verdictOf } from './verdict';
export { type MeanComparison, welch } from './welch';
export { hoursOfWorkDay, usualWorkingTime, workDaysBetween, type WorkingTime, workHoursBetween } from './work-time';
