"""The help of commands, arguments and options in Chinese, by the English text.

A test holds it to what the commands have: nothing missing, nothing left over. Only signs that
a GBK console can show.
"""

from __future__ import annotations

HEADINGS = {
    "usage": "用法：",
    "arguments": "参数：",
    "options": "选项：",
    "commands": "命令：",
    "example": "例：",
}

NOTES = {
    "env var: ": "环境变量：",
    "default: ": "默认：",
    "required": "必填",
}
"""What stands in brackets behind an option; ranges such as 1<=x<=50 stay as they are."""

METAVARS = {
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]...",
    "SOURCE...": "来源...",
    "SOURCE": "来源",
    "FILE": "文件",
    "FOLDER": "文件夹",
    "NAME": "名称",
    "URL": "地址",
    "KEY=VALUE": "名=值",
    "REGEX": "正则",
    "FACT": "项目",
    "WHAT": "参照",
    "TERM": "词语",
    "A": "甲",
    "B": "乙",
    "A,B": "甲,乙",
    "N": "数",
    "K|auto": "个数|auto",
    "<int range>": "<整数>",
    "<float range>": "<小数>",
}

TEXTS = {
    # the program
    "Split, compare and measure Chinese public speeches.": "拆分、比较、量化中文公开讲话。",
    "Start with: speechkit split FILE": "先试：speechkit split 文件",
    "Show the version and leave.": "显示版本。",
    "Language of this help; before a command as after it, of what it prints.": (
        "本帮助的语言；写在命令前后都一样，也决定命令输出的语言。"
    ),
    "Install completion for the current shell.": "为当前的 shell 安装补全。",
    "Show completion for the current shell, to copy it or customize the installation.": (
        "显示当前 shell 的补全脚本，可复制或自行安装。"
    ),
    "Show this message and exit.": "显示本帮助。",
    "Find the speeches of a document.": "找出文档中的各篇讲话。",
    "Find versions of one text; say what differs.": "找出同一文本的不同版本及其差别。",
    "Show two speeches side by side.": "并排显示两篇讲话。",
    "Say what each speech is about.": "提取每篇讲话的关键词语。",
    "Show a term in its contexts.": "列出一个词语的上下文。",
    "Compare the weight given to themes.": "比较各篇讲话的主题侧重。",
    "Label paragraphs by hand; compare coders.": "人工标注段落；比较标注者。",
    "Put everything on one HTML page.": "全部结果合成一个网页。",
    "Walk through it all with the keyboard.": "用键盘浏览全部结果。",
    # the commands
    "Find the speeches of a document, clean them, say when, where and by whom.": (
        "找出文档中的各篇讲话，清理文本，标明时间、地点和讲话人。"
    ),
    "Find speeches that are versions of one another, and say what differs.": (
        "找出互为版本的讲话，并说明差别。"
    ),
    "Show two speeches side by side, and say in one sentence what tells them apart.": (
        "并排显示两篇讲话，用一句话说明差别。"
    ),
    "Extract the phrases each speech is about, and those that set it apart.": (
        "提取每篇讲话的关键词语，以及它区别于别篇的词语。"
    ),
    "Show every place of a term in its context, and how often it stands in each speech.": (
        "列出一个词语的每一处及其上下文，并统计它在各篇中出现的次数。"
    ),
    "Compare how much weight each speech gives to which theme, with honest uncertainty.": (
        "比较每篇讲话在各个主题上的侧重，并如实给出误差。"
    ),
    "Ask for the themes of a sample of paragraphs, and keep the answers in a file.": (
        "抽取若干段落，逐段询问主题，答案存入文件。"
    ),
    "Put speeches, versions, keywords and themes on one HTML page, or into a Word document.": (
        "把各篇讲话、版本、关键词语和主题放进一个网页，或写成 Word 文档。"
    ),
    "Walk through speeches, what is marked in them, their versions and themes, by the keyboard.": (
        "用键盘浏览各篇讲话、文中的标记、版本和主题。"
    ),
    # arguments
    (
        "Files or folders (txt, md, html, docx, pdf, zip, jsonl, csv, parquet), "
        "or - for standard input."
    ): (
        "文件或文件夹（txt、md、html、docx、pdf、zip、jsonl、csv、parquet），或以 - 表示标准输入。"
    ),
    "Files or folders of speeches; with --agreement files of labels.": (
        "讲话的文件或文件夹；用 --agreement 时为标注文件。"
    ),
    "What to look for; width and capitals make no difference.": (
        "要查的词语；不分全角半角和大小写。"
    ),
    "A file of one speech, a file and a speech of it (FILE#2), or an id with --in.": (
        "只有一篇的文件，或文件及其中一篇（文件#2），或用 --in 时的编号。"
    ),
    "The same.": "同上。",
    # options of several commands
    "Encoding of the files, such as gb18030; found if not said.": (
        "文件的编码，如 gb18030；不写则自动判断。"
    ),
    "Look for several speeches in each document; by default in all but records.": (
        "是否在每个文档里再分篇；默认除记录外都分。"
    ),
    "Column or field that holds the text, in csv, parquet and jsonl.": (
        "csv、parquet、jsonl 中正文所在的列或字段。"
    ),
    "Column or field by which the records are called.": "作为记录编号的列或字段。",
    "What to print; table on a terminal, json elsewhere.": (
        "输出格式；在终端上默认 table，否则 json。"
    ),
    "Write to a file, not to the terminal.": "写入文件，不在终端显示。",
    "Replace an output that is there already.": "替换已有的输出。",
    "Processes that work; by default one a core where there is much.": (
        "并行的进程数；材料多时默认每个处理器核心一个。"
    ),
    "Language of tables and pages.": "表格和网页的语言。",
    "No remarks on standard error.": "不在标准错误输出中作提示。",
    (
        "Also compare groups of speeches: date (the year), place, role, speaker, occasion, "
        "file, or any field of the records."
    ): (
        "另按项目分组比较：date（年份）、place（地点）、role（职务）、speaker（讲话人）、"
        "occasion（场合）、file（文件），或记录的任一字段。"
    ),
    "Words of your own, one a line, as in a dictionary for jieba.": (
        "自己的词表，每行一个，格式同 jieba 词典。"
    ),
    "Words that are never listed, beside ours.": "另加的停用词，不列出。",
    "Themes of your own, in place of ours.": "用自己的编码表代替内置的。",
    "Of the permutations and the topics.": "置换检验和话题的随机种子。",
    # split
    "Part at the lines on which this regular expression is found.": (
        "在与此正则表达式相符的行分篇。"
    ),
    "Part at headings of this style only; a wrong name lists them.": (
        "只按这一种标题样式分篇；名称写错时列出全部样式。"
    ),
    "Say why each border was drawn and what else was considered.": (
        "说明每处分篇的依据，以及考虑过而未采用的地方。"
    ),
    "Leave the text as it is: nothing mended.": "文本保持原样，不作修复。",
    "Write one text a speech to a folder.": "每篇讲话写成一个文本，放入文件夹。",
    # dedupe
    "Write to a file, not to the terminal; with --engine spark into a folder.": (
        "写入文件，不在终端显示；用 --engine spark 时写入文件夹。"
    ),
    "Where to compare: on this machine, or by Spark, here or on a cluster.": (
        "在哪里比较：在本机，或用 Spark（本机或集群）。"
    ),
    "Where Spark runs, such as spark://host:7077; here if not said.": (
        "Spark 在哪里运行，如 spark://host:7077；不写则在本机。"
    ),
    "A setting of Spark; may be repeated.": "Spark 的一项设置；可以重复。",
    "Jaccard from which speeches are near-duplicates.": "Jaccard 达到此值即为近似重复。",
    "Containment from which one is an excerpt.": "包含度达到此值即为节选。",
    "Say what differs and which was made from which.": "说明差别，以及哪篇由哪篇改成。",
    "Also find passages that other speeches share.": "另找各篇共有的段落。",
    "Characters of a passage, at least.": "共有段落的最少字数。",
    (
        "Find passages shared with these files or folders only, which are a reference and "
        "not compared among themselves; may be repeated."
    ): "只找与这些文件或文件夹共有的段落；它们作为参照，彼此不比较；可写多次。",
    "Exit with 1 when there are duplicates.": "有重复时以退出码 1 结束。",
    "Compare with all that came before, and add to it.": "与索引中的全部旧材料比较，并加入索引。",
    "Write the corpus without what is dropped.": "写出去除重复后的语料。",
    # diff
    "Take A and B for ids of speeches of this source; may be given more than once.": (
        "把甲、乙当作此来源中讲话的编号；可写多次。"
    ),
    "Paragraphs shown around a change.": "改动前后显示的段落数。",
    "Exit with 1 when more than layout differs.": "除排版外还有差别时以退出码 1 结束。",
    # keywords
    "Keywords of a speech.": "每篇列出的关键词数。",
    "Order of what sets a speech apart.": "区别性词语的排序方法。",
    (
        "Compare with this, not with all other speeches: the id of a speech, a value of --by, "
        "background (general Chinese), a file of speeches or of frequencies."
    ): (
        "不与其余各篇比较，而与此比较：某篇的编号、--by 的某个值、background（通用汉语）、"
        "讲话文件或词频文件。"
    ),
    "Also find what rises and falls over time.": "另找随时间上升和下降的。",
    "Both give the same words; rjieba is faster.": "二者切词结果相同；rjieba 较快。",
    # concordance
    "Take TERM for a regular expression; ^ and $ are ends of paragraphs.": (
        "把词语当作正则表达式；^ 和 $ 为段首和段尾。"
    ),
    "Characters kept on either side.": "前后各保留的字数。",
    "By place, by what stands before (read backwards), or by what follows.": (
        "按位置、按前文（倒读）或按后文排序。"
    ),
    "Leave out hits in near-duplicates; they are never counted anyway.": (
        "不列近似重复篇中的用例；它们本来就不计数。"
    ),
    "Also find the words that stand near TERM.": "另找出现在词语附近的词。",
    "Words on either side of TERM.": "词语前后各看几个词。",
    "Order of the collocates.": "搭配词的排序方法。",
    "Occurrences near TERM a collocate has at least.": "搭配词在词语附近至少出现的次数。",
    "Collocates listed.": "列出的搭配词数。",
    "Take function words for collocates too.": "虚词也算搭配词。",
    # themes
    "Themes of your own, in place of ours; show prints ours, without SOURCE.": (
        "用自己的编码表代替内置的；写 show 而不写来源，则显示内置的。"
    ),
    "Contrast these two speeches, by their ids, or one with rest; may be repeated.": (
        "比较这两篇（写编号），或一篇与其余各篇（rest）；可写多次。"
    ),
    "Correct the codebook by the labels of a reader, as speechkit label makes them.": (
        "按人工标注校正编码表；标注由 speechkit label 作出。"
    ),
    "Also give every scored sentence.": "另列出每个计分的句子。",
    "Also find K topics without the codebook (2 to 100), or as many as are stable.": (
        "另不用词表找出若干话题（2 到 100 个），或由稳定性定个数（auto）。"
    ),
    "In place of the shares, what the codebook misses and where it misleads.": (
        "不算比重，而检查编码表的遗漏和误判。"
    ),
    "What a row of csv or jsonl is; shares if not said.": (
        "csv 或 jsonl 的一行是什么；不写则为 shares（比重）。"
    ),
    # label
    "Labels are added to this file; with --agreement the result is written to it.": (
        "标注加入此文件；用 --agreement 时结果写入此文件。"
    ),
    "Say how far the coders of files of labels agree.": "计算各标注者的一致程度。",
    "Who labels.": "标注者。",
    "Paragraphs that are asked about.": "询问的段落数。",
    "Of the sample, and of the intervals.": "抽样和区间的随机种子。",
    "The same of a file without terms: a draft, or JSON of themes.": (
        "同上，但文件中没有词语：草稿，或只列主题的 JSON。"
    ),
    # report
    "Write a page, Markdown or a Word document; by the suffix of -o, else html.": (
        "写成网页、Markdown 或 Word 文档；不写则按 -o 的扩展名，否则为 html。"
    ),
    "Also write the data behind every figure as CSV files to a folder.": (
        "另把每个数字背后的数据写成 CSV 文件，放在一个文件夹里。"
    ),
    "Whole texts on the page, or only the sentences quoted; by default whole up to 35 speeches "
    "and 400,000 characters.": ("网页载全文，或只载引用的句子；不写则 35 篇、40 万字以内载全文。"),
    "Say when it was made; without it the same input gives the same bytes.": (
        "写明生成时间；不写此项，则同样的输入得到完全相同的文件。"
    ),
}
