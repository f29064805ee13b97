"""A treaty between two parties, one of which gives its worths by order; `PREFERS` stands for what else it says."""

CASE = """\
summitry: 1
title: Two who share a river
parties: {upstream: {}, downstream: {}}
precision: 20
issues:
  water: {levels: [little, some, much]}
  money: {levels: [none, paid]}
worth:
  upstream:
    water: {some: -0.2, much: -0.3}
    money: {paid: 0.4}
  downstream:
    water: {rank: [much, some, little]}
    money: {rank: [none, paid]}
PREFERS
stages:
  - stage: table
    attend: everyone
    steps:
      - proposal: treaty
        by: upstream
        from:
          - {water: much, money: paid, name: sale}
          - {water: some, money: none, name: gift}
        may withhold: yes
        accepted by: [downstream]
markers: {signed: treaty agreed, sold: treaty agreed with money is paid}
outcomes: {a sale: treaty agreed with money is paid, other: otherwise}
payoffs:
  upstream: {peace: {value: 0.25, when: treaty agreed}}
  downstream: {the river alone: {value: 0.5, when: not treaty agreed}}
"""
