BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/NetPath/NetPath.psd1') -Force
    . (Join-Path $PSScriptRoot 'fixtures/Snapshots.ps1')
    $node = Import-NodeSnapshot -Path $sample
    $id = 'NetPath.Cmdlets.Snapshots.ExportNodeSnapshotCommand'
}

Describe 'Export-NodeSnapshot' {
    BeforeEach {
        $folder = New-TestFolder
        $file = Join-Path $folder 'node.tar.gz'
    }

    AfterEach {
        Remove-TestFolder $folder
    }

    It 'writes an archive, and says nothing' {
        Export-NodeSnapshot -Path $file -Snapshot $node | Should -BeNullOrEmpty
        $file | Should -Exist
    }

    It 'writes what Import-NodeSnapshot reads back' {
        Export-NodeSnapshot $file -Snapshot $node
        $back = Import-NodeSnapshot $file
        $back.NodeName | Should -Be $node.NodeName
        $back.CapturedAt | Should -Be $node.CapturedAt
        $back.KernelRelease | Should -Be $node.KernelRelease
        $back.Pods.Name | Should -Be $node.Pods.Name
        $back.Commands.Count | Should -Be $node.Commands.Count
        $back.Problems | Should -BeNullOrEmpty
        "$(Trace-ServicePacket numbers-api -From client -Snapshot $back)" | Should -Be 'client-66d9c8b7f4-8wz5k -> default/numbers-api: Connected'
    }

    It 'packs a folder into an archive' {
        Export-NodeSnapshot $file -Snapshot (Expand-Sample $folder 'unpacked')
        (Import-NodeSnapshot $file).Pods | Should -HaveCount 5
    }

    It 'takes snapshots from the pipeline, and names a file in a folder for node and time' {
        $node | Export-NodeSnapshot $folder
        $expected = 'minikube-{0:yyyyMMddTHHmmssZ}.tar.gz' -f $node.CapturedAt.UtcDateTime
        Join-Path $folder $expected | Should -Exist
    }

    It 'writes the file''s object with -PassThru, which Import-NodeSnapshot takes' {
        $made = $node | Export-NodeSnapshot $file -PassThru
        $made | Should -BeOfType 'System.IO.FileInfo'
        $made.FullName | Should -Be $file
        ($made | Import-NodeSnapshot).NodeName | Should -Be 'minikube'
    }

    It 'leaves no other file behind' {
        $node | Export-NodeSnapshot $file
        [IO.Directory]::GetFileSystemEntries($folder) | Should -Be $file
    }

    It 'replaces no file without -Force' {
        Set-Part $folder 'node.tar.gz' 'mine'
        Export-NodeSnapshot $file -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -Be "SnapshotExists,$id"
        $problems[0].CategoryInfo.Category | Should -Be 'ResourceExists'
        $problems[0].Exception.Message | Should -Be "'$file' exists and was not overwritten. Use -Force to replace it."
        [IO.File]::ReadAllText($file) | Should -Be 'mine'
    }

    It 'replaces a file with -Force' {
        Set-Part $folder 'node.tar.gz' 'mine'
        Export-NodeSnapshot $file -Snapshot $node -Force
        (Import-NodeSnapshot $file).NodeName | Should -Be 'minikube'
    }

    It 'writes nothing with -WhatIf' {
        Export-NodeSnapshot $file -Snapshot $node -WhatIf
        $file | Should -Not -Exist
    }

    It 'does not ask with -Confirm:$false' {
        Export-NodeSnapshot $file -Snapshot $node -Confirm:$false
        $file | Should -Exist
    }

    It 'does not overwrite one snapshot with the next' {
        $node, (Import-NodeSnapshot $sample) | Export-NodeSnapshot $file -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -Be "SnapshotWrittenTwice,$id"
        $problems[0].Exception.Message | Should -BeLike '*Give a folder as -Path*'
    }

    It 'says that the folder is not there' {
        Export-NodeSnapshot (Join-Path $folder 'no/node.tar.gz') -Snapshot $node -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -Be "SnapshotNotWritten,$id"
        $problems[0].Exception.Message | Should -BeLike '*there is no such folder. Make it first.'
    }

    It 'ends with -ErrorAction Stop' {
        Set-Part $folder 'node.tar.gz' 'mine'
        { Export-NodeSnapshot $file -Snapshot $node -ErrorAction Stop } | Should -Throw -ErrorId "SnapshotExists,$id"
    }

    It 'says that a path lies nowhere' {
        { Export-NodeSnapshot 'nodrive:/node.tar.gz' -Snapshot $node -ErrorAction Stop } |
            Should -Throw "There is no place 'nodrive:/node.tar.gz'.*" -ErrorId "PathNotFound,$id"
    }

    It 'says what it writes, and supports -WhatIf and -Confirm' {
        $command = Get-Command Export-NodeSnapshot
        $command.OutputType.Name | Should -Be 'System.IO.FileInfo'
        $command.Parameters.Keys | Should -Contain 'WhatIf'
        $command.Parameters.Keys | Should -Contain 'Confirm'
    }
}
