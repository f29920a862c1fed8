export { ecdf, type Ecdf } from './ecdf';
export { type Cell, heatMap, type HeatMap } from './heat-map';
export { type Caption } from './picture';
export { type LaneItem, type LaneSpan, type SwimLanes, swimLanes } from './swim-lanes';
export { type Waterfall, waterfall, type WaterfallStep } from './waterfall';
