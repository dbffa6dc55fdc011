"""What the analyses hand to whoever shows it: duplicates, keywords, emphasis, a report.

Apart from `model`, which every command needs. To make fifty classes takes as long as to split
five speeches, so each stands with those of its command and is loaded when it is first named.
Imports `model` alone. All values are frozen; a result refers to the speeches it speaks of and
answers questions about itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speechkit.lazy import load

if TYPE_CHECKING:
    from speechkit.results.codebook import (
        Codebook as Codebook,
    )
    from speechkit.results.codebook import (
        Subtheme as Subtheme,
    )
    from speechkit.results.codebook import (
        ThemeEntry as ThemeEntry,
    )
    from speechkit.results.codebook import (
        ThemeGroup as ThemeGroup,
    )
    from speechkit.results.contexts import (
        Collocate as Collocate,
    )
    from speechkit.results.contexts import (
        CollocatePlace as CollocatePlace,
    )
    from speechkit.results.contexts import (
        Collocates as Collocates,
    )
    from speechkit.results.contexts import (
        CollocationMeasure as CollocationMeasure,
    )
    from speechkit.results.contexts import (
        Concordance as Concordance,
    )
    from speechkit.results.contexts import (
        Hit as Hit,
    )
    from speechkit.results.contexts import (
        HitOrder as HitOrder,
    )
    from speechkit.results.contexts import (
        SpeechCount as SpeechCount,
    )
    from speechkit.results.contexts import (
        SpeechLabel as SpeechLabel,
    )
    from speechkit.results.doctor import (
        Diagnosis as Diagnosis,
    )
    from speechkit.results.emphasis import (
        Calibration as Calibration,
    )
    from speechkit.results.emphasis import (
        Contrast as Contrast,
    )
    from speechkit.results.emphasis import (
        ContrastKind as ContrastKind,
    )
    from speechkit.results.emphasis import (
        CorpusEmphasis as CorpusEmphasis,
    )
    from speechkit.results.emphasis import (
        Distance as Distance,
    )
    from speechkit.results.emphasis import (
        Emphasis as Emphasis,
    )
    from speechkit.results.emphasis import (
        EmphasisMap as EmphasisMap,
    )
    from speechkit.results.emphasis import (
        EvidenceSentence as EvidenceSentence,
    )
    from speechkit.results.emphasis import (
        GroupEmphasis as GroupEmphasis,
    )
    from speechkit.results.emphasis import (
        MapPoint as MapPoint,
    )
    from speechkit.results.emphasis import (
        ScoredPassage as ScoredPassage,
    )
    from speechkit.results.emphasis import (
        SectionEmphasis as SectionEmphasis,
    )
    from speechkit.results.emphasis import (
        ShareDirection as ShareDirection,
    )
    from speechkit.results.emphasis import (
        SpeechEmphasis as SpeechEmphasis,
    )
    from speechkit.results.emphasis import (
        TermCount as TermCount,
    )
    from speechkit.results.emphasis import (
        TermDifference as TermDifference,
    )
    from speechkit.results.emphasis import (
        Theme as Theme,
    )
    from speechkit.results.emphasis import (
        ThemeAccuracy as ThemeAccuracy,
    )
    from speechkit.results.emphasis import (
        ThemeCut as ThemeCut,
    )
    from speechkit.results.emphasis import (
        ThemeEmphasis as ThemeEmphasis,
    )
    from speechkit.results.emphasis import (
        ThemeShare as ThemeShare,
    )
    from speechkit.results.emphasis import (
        ThemeTrend as ThemeTrend,
    )
    from speechkit.results.emphasis import (
        ThemeTrends as ThemeTrends,
    )
    from speechkit.results.emphasis import (
        Topic as Topic,
    )
    from speechkit.results.emphasis import (
        TopicChoice as TopicChoice,
    )
    from speechkit.results.emphasis import (
        TopicPassage as TopicPassage,
    )
    from speechkit.results.emphasis import (
        TriedTopics as TriedTopics,
    )
    from speechkit.results.emphasis import (
        VersionEmphasis as VersionEmphasis,
    )
    from speechkit.results.labels import (
        Agreement as Agreement,
    )
    from speechkit.results.labels import (
        CoderCount as CoderCount,
    )
    from speechkit.results.labels import (
        Label as Label,
    )
    from speechkit.results.labels import (
        Reliability as Reliability,
    )
    from speechkit.results.labels import (
        SampledParagraph as SampledParagraph,
    )
    from speechkit.results.labels import (
        ThemeAgreement as ThemeAgreement,
    )
    from speechkit.results.labels import (
        latest_labels as latest_labels,
    )
    from speechkit.results.labels import (
        text_digest as text_digest,
    )
    from speechkit.results.shared import (
        Identified as Identified,
    )
    from speechkit.results.shared import (
        Known as Known,
    )
    from speechkit.results.shared import (
        Named as Named,
    )
    from speechkit.results.shared import (
        Place as Place,
    )
    from speechkit.results.shared import (
        Quotation as Quotation,
    )
    from speechkit.results.shared import (
        SpeechName as SpeechName,
    )
    from speechkit.results.versions import (
        Change as Change,
    )
    from speechkit.results.versions import (
        ChangeKind as ChangeKind,
    )
    from speechkit.results.versions import (
        Comparison as Comparison,
    )
    from speechkit.results.versions import (
        Difference as Difference,
    )
    from speechkit.results.versions import (
        DuplicateGroup as DuplicateGroup,
    )
    from speechkit.results.versions import (
        DuplicatePair as DuplicatePair,
    )
    from speechkit.results.versions import (
        Duplicates as Duplicates,
    )
    from speechkit.results.versions import (
        Evidence as Evidence,
    )
    from speechkit.results.versions import (
        EvidenceKind as EvidenceKind,
    )
    from speechkit.results.versions import (
        KeepReason as KeepReason,
    )
    from speechkit.results.versions import (
        PairKind as PairKind,
    )
    from speechkit.results.versions import (
        PassagePlace as PassagePlace,
    )
    from speechkit.results.versions import (
        SharedPassage as SharedPassage,
    )
    from speechkit.results.versions import (
        Similarity as Similarity,
    )
    from speechkit.results.versions import (
        reference_for as reference_for,
    )
    from speechkit.results.versions import (
        without_duplicates as without_duplicates,
    )
    from speechkit.results.whole import (
        Report as Report,
    )
    from speechkit.results.words import (
        KeynessMeasure as KeynessMeasure,
    )
    from speechkit.results.words import (
        KeyTerm as KeyTerm,
    )
    from speechkit.results.words import (
        Keyword as Keyword,
    )
    from speechkit.results.words import (
        Keywords as Keywords,
    )
    from speechkit.results.words import (
        PeriodCount as PeriodCount,
    )
    from speechkit.results.words import (
        SpeechGroup as SpeechGroup,
    )
    from speechkit.results.words import (
        SpeechKeywords as SpeechKeywords,
    )
    from speechkit.results.words import (
        TermPlace as TermPlace,
    )
    from speechkit.results.words import (
        TermTrend as TermTrend,
    )
    from speechkit.results.words import (
        TrendDirection as TrendDirection,
    )
    from speechkit.results.words import (
        Trends as Trends,
    )

_HOMES = {
    "Agreement": "labels",
    "Calibration": "emphasis",
    "Change": "versions",
    "ChangeKind": "versions",
    "Codebook": "codebook",
    "CoderCount": "labels",
    "Collocate": "contexts",
    "CollocatePlace": "contexts",
    "Collocates": "contexts",
    "CollocationMeasure": "contexts",
    "Comparison": "versions",
    "Concordance": "contexts",
    "Contrast": "emphasis",
    "ContrastKind": "emphasis",
    "CorpusEmphasis": "emphasis",
    "Diagnosis": "doctor",
    "Difference": "versions",
    "Distance": "emphasis",
    "DuplicateGroup": "versions",
    "DuplicatePair": "versions",
    "Duplicates": "versions",
    "Emphasis": "emphasis",
    "EmphasisMap": "emphasis",
    "Evidence": "versions",
    "EvidenceKind": "versions",
    "EvidenceSentence": "emphasis",
    "GroupEmphasis": "emphasis",
    "Hit": "contexts",
    "HitOrder": "contexts",
    "Identified": "shared",
    "KeepReason": "versions",
    "KeyTerm": "words",
    "KeynessMeasure": "words",
    "Keyword": "words",
    "Keywords": "words",
    "Known": "shared",
    "Label": "labels",
    "MapPoint": "emphasis",
    "Named": "shared",
    "PairKind": "versions",
    "PassagePlace": "versions",
    "PeriodCount": "words",
    "Place": "shared",
    "Quotation": "shared",
    "Reliability": "labels",
    "Report": "whole",
    "SampledParagraph": "labels",
    "ScoredPassage": "emphasis",
    "SectionEmphasis": "emphasis",
    "ShareDirection": "emphasis",
    "SharedPassage": "versions",
    "Similarity": "versions",
    "SpeechCount": "contexts",
    "SpeechEmphasis": "emphasis",
    "SpeechGroup": "words",
    "SpeechKeywords": "words",
    "SpeechLabel": "contexts",
    "SpeechName": "shared",
    "Subtheme": "codebook",
    "TermCount": "emphasis",
    "TermDifference": "emphasis",
    "TermPlace": "words",
    "TermTrend": "words",
    "Theme": "emphasis",
    "ThemeAccuracy": "emphasis",
    "ThemeAgreement": "labels",
    "ThemeCut": "emphasis",
    "ThemeEmphasis": "emphasis",
    "ThemeEntry": "codebook",
    "ThemeGroup": "codebook",
    "ThemeShare": "emphasis",
    "ThemeTrend": "emphasis",
    "ThemeTrends": "emphasis",
    "Topic": "emphasis",
    "TopicChoice": "emphasis",
    "TopicPassage": "emphasis",
    "TrendDirection": "words",
    "Trends": "words",
    "TriedTopics": "emphasis",
    "VersionEmphasis": "emphasis",
    "latest_labels": "labels",
    "reference_for": "versions",
    "text_digest": "labels",
    "without_duplicates": "versions",
}


def __getattr__(name: str) -> object:
    """Load a result from the module it lives in."""
    return load(__name__, _HOMES, name)
