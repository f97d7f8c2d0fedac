BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    $archive = [IO.Path]::GetFullPath((Join-Path $PSScriptRoot '../../samples/reference-node.tar.gz'))
    $node = Import-NodeSnapshot -LiteralPath $archive
}

Describe 'Terminal manners' {
    It 'shows each rule that a trace asked, with -Debug' {
        $said = @(Trace-ServicePacket -Service numbers-api -Snapshot $node -Debug 5>&1 | Where-Object { $_ -is [Management.Automation.DebugRecord] } | ForEach-Object Message)
        ($said -like 'KUBE-SERVICES rule *: Yes*').Count | Should -BeGreaterThan 0
        ($said -like '*: No*').Count | Should -BeGreaterThan 0
        ($said -like '*policy rule*lookup main*').Count | Should -BeGreaterThan 0
    }

    It 'says nothing of rules without -Debug' {
        @(Trace-ServicePacket -Service numbers-api -Snapshot $node 5>&1 | Where-Object { $_ -is [Management.Automation.DebugRecord] }).Count | Should -Be 0
    }

    It 'tells what is read, with -Verbose' {
        $said = @(Import-NodeSnapshot -LiteralPath $archive -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] })
        "$($said[0])" | Should -BeLike '*reference-node.tar.gz*'
    }

    It 'keeps a trace to 80 columns' {
        $lines = ((Trace-ServicePacket -Service numbers-api -Snapshot $node | Out-String -Width 80) -replace "\x1b\[[\d;]*m") -split "`r?`n"
        ($lines | Where-Object { $_.Length -gt 80 }) | Should -BeNullOrEmpty
    }

    It 'writes no colours when $PSStyle asks for plain text' {
        $before = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'PlainText'
            Trace-ServicePacket -Service numbers-api -Snapshot $node | Out-String | Should -Not -Match "\x1b"
        }
        finally {
            $PSStyle.OutputRendering = $before
        }
    }
}
