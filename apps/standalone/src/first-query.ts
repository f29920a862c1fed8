import { teams } from '../sample/company';

/** What the explorer shows first: one question, answered by all four services. */
export const firstQuery = `# One team, seen by all four services.
{
  team(id: "${teams.Engineering.id}") {
    name
    findings {
      edges {
        node {
          summary
          symptomIds
          evidence { share p50Hours signalShare n }
        }
      }
    }
    cycles {
      edges {
        node {
          status
          iterations {
            measurements { verdict { outcome medians { before after } interval { low high level } } }
          }
        }
      }
    }
    delivery(from: "2026-01-01T00:00:00Z") {
      repositories {
        repository
        deploymentFrequency { n perWeek }
        changeLeadTime { n medianHours p85Hours }
      }
    }
    experiments {
      edges {
        node {
          hypothesis
          status
          decisions { decision ground }
          result {
            sampleRatio { p verdict }
            metrics {
              metric
              arms { variant n value }
              comparisons { statistic p }
            }
          }
        }
      }
    }
    unreadNotices {
      edges { node { title body givenAt } }
    }
  }
}
`;
